# Every target makes what it needs: .venv/ with the pinned dependencies, then .venv/bin/python.
# Another interpreter than python3 (3.10 to 3.13):  make test PYTHON=python3.12
PYTHON ?= python3
# nbgrader starts alembic by its bare name, so the environment's programs must be on the path.
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH" "$(CURDIR)/.venv/bin/python"
# Jupyter serves root only when it is told to.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)
VENV := .venv/made
NEWEST := 13
USABLE = 'import ensurepip, sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, $(NEWEST)))'
SHOWN = '(Downloading|Using cached) .*[0-9] MB\)|^Installing collected packages'
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: help grade test attacks test-oldest lint lab formgrader release figures quality challenges data claims weights playground bench colab lock clean

help:          ## what there is
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1 \2/p' $(MAKEFILE_LIST) | while read -r target does; do printf '%-14s %s\n' "$$target" "$$does"; done

grade: $(VENV)      ## grade a small real class with nbgrader
	$(RUN) -m demo

# The files that take longest begin first (tests/conftest.py); xdist's own order would leave one core with them in the end.
PYTEST := -m pytest -n auto --dist loadfile --no-loadscope-reorder
LONG = @echo "Running the tests: on 2 cores some 20 minutes; a quarter of an hour where build/evidence is kept from the last run and still holds."

test: $(VENV)       ## run the tests (20 minutes)
	$(LONG)
	$(RUN) $(PYTEST)

lint: $(VENV)       ## check style, types, and that what is imported is what is asked for
	$(RUN) -m ruff check . && $(RUN) -m ruff format --check . && $(RUN) -m deptry autograder demo resnet_lab bench images && "$(CURDIR)/.venv/bin/lint-imports" --no-cache --no-logo && $(RUN) -m mypy

lab: $(VENV)        ## open the assignment in JupyterLab, as a student has it
	$(RUN) -m demo.lab

formgrader: build/class $(VENV) ## open nbgrader's formgrader on the class that `make grade` graded
	cd build/class && $(RUN) -m jupyterlab $(AS_ROOT)

build/class:
	@echo "There is no graded class yet: run make grade first." >&2; exit 1

release: $(VENV)    ## make the notebooks from the sources in solutions/ (FORCE=--force overwrites one that was edited by hand)
	$(RUN) -m autograder.course.release $(FORCE)

figures: $(VENV)    ## draw images/
	$(RUN) -m images.figures

quality: $(VENV)    ## grade the corpora of right and wrong answers and write docs/quality.md (a quarter of an hour)
	$(RUN) -m tests.rates.quality

challenges: $(VENV) ## put random challenges to right answers, 10,000 verdicts, and to wrong ones (an hour)
	$(RUN) -m tests.rates.challenges

data: $(VENV)       ## draw the hand signs in datasets/
	$(RUN) -m resnet_lab.signs

claims: $(VENV)     ## run every experiment with ten seeds and count what held (half an hour)
	$(RUN) -m resnet_lab.experiments --seeds 10 --record

weights: $(VENV)    ## train the small network whose weights `lab.our_weights` puts into a student's (a minute)
	$(RUN) -m resnet_lab.ours.make

playground: $(VENV) ## train the playground's networks, those that are missing, and write docs/playground.html (a quarter of an hour)
	$(RUN) -m resnet_lab.play.record && $(RUN) -m resnet_lab.play.page

bench: $(VENV)      ## measure how long a check takes, and how fast a class is graded (half an hour)
	$(RUN) -m bench.latency && $(RUN) -m bench.classes 300

colab: $(VENV)      ## install the course over what Colab had in the last two years, and check answers there (ten minutes)
	$(RUN) -m pip install -q uv
	$(RUN) -m bench.colab

attacks: $(VENV)    ## run hostile notebooks and look for what they should not have reached (ten minutes)
	$(RUN) $(PYTEST) -m attack

test-oldest: .venv-oldest/made  ## run the tests with TensorFlow 2.16 (Python 3.10 to 3.12)
	$(LONG)
	$(subst .venv,.venv-oldest,$(RUN)) $(PYTEST)

# Without a package that jsonschema imports where it is there, for nothing that a notebook needs: two seconds in every process.
LEFT_OUT := --no-emit-package rfc3987-syntax --no-emit-package lark

lock: $(VENV)       ## pin the newest dependencies
	$(RUN) -m pip install -q uv
	$(RUN) -m uv pip compile --universal --python-version 3.10 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -q $(LEFT_OUT) --extra course --extra cluster --extra dev pyproject.toml -o requirements.lock
	printf 'tensorflow==2.16.2\nkeras==3.3.3\n' | $(RUN) -m uv pip compile --universal --python-version 3.10 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -q $(LEFT_OUT) --extra course --extra cluster --extra dev pyproject.toml - -o requirements-oldest.lock

clean:         ## remove what was made, all but the work in build/lab
	rm -rf .venv .venv-oldest *.egg-info && find build -mindepth 1 -maxdepth 1 ! -name lab -exec rm -rf {} + 2>/dev/null || true

.venv/made: requirements.lock pyproject.toml
.venv-oldest/made: requirements-oldest.lock pyproject.toml
.venv-oldest/made: NEWEST := 12

# $(@D) is the environment's folder; its lock file is the first prerequisite. An environment that is there is brought up to date with the
# Python it has. The lock names everything (--no-deps), the build tool too (--no-build-isolation), so nothing unpinned is fetched.
%/made:
	@test -x $(@D)/bin/pip || $(PYTHON) -c $(USABLE) 2>/dev/null || { echo "Python 3.10 to 3.$(NEWEST) with its venv module is needed, which $(PYTHON) is not: name one, as in make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(@D)/ with the pinned dependencies (a minute or two; 2.5 GB on disk) ..."
	@test -x $(@D)/bin/pip || $(PYTHON) -m venv $(@D)
	@rm -f $@
	@{ $(@D)/bin/pip install --no-deps -r $< && $(@D)/bin/pip install -q --no-deps --no-build-isolation -e . && touch $@; } | grep --line-buffered -oE $(SHOWN); test -e $@
