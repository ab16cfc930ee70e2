# Every target makes what it needs: .venv/ with the pinned dependencies, then .venv/bin/python.
# Another interpreter than python3 (3.10 to 3.13):  make test PYTHON=python3.12
PYTHON ?= python3
RUN := .venv/bin/python
VENV := .venv/made
export TF_CPP_MIN_LOG_LEVEL ?= 2

.PHONY: help grade test test-oldest lint lab formgrader release figures bench lock clean

help:          ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 16

grade: $(VENV)      ## grade a small real class with nbgrader
	$(RUN) -m autograder.classroom

test: $(VENV)       ## run the tests
	$(RUN) -m pytest

lint: $(VENV)       ## check style
	$(RUN) -m ruff check . && $(RUN) -m ruff format --check .

lab: $(VENV)        ## open the assignment in JupyterLab, as a student has it
	$(RUN) -m autograder.classroom.lab

formgrader: $(VENV) ## open nbgrader's formgrader on the class that `make grade` graded
	@test -d build/class || { echo "There is no graded class yet: run make grade first."; exit 1; }
	cd build/class && ../../$(RUN) -m jupyterlab

release: $(VENV)    ## make both notebooks from solutions/residual_networks.py
	$(RUN) -m autograder.release

figures: $(VENV)    ## draw images/
	$(RUN) images/figures.py

bench: $(VENV)      ## measure how long a check takes
	$(RUN) bench/latency.py

test-oldest: .venv-oldest/made  ## run the tests with TensorFlow 2.16 (Python 3.10 to 3.12)
	.venv-oldest/bin/python -m pytest

lock: $(VENV)       ## pin the newest dependencies
	$(RUN) -m pip install -q uv
	$(RUN) -m uv pip compile --universal --python-version 3.10 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -q --extra course --extra dev pyproject.toml -o requirements.lock
	printf 'tensorflow==2.16.2\nkeras==3.3.3\n' | $(RUN) -m uv pip compile --universal --python-version 3.10 --no-emit-index-url --no-emit-find-links --no-annotate --no-header --upgrade -q --extra course --extra dev pyproject.toml - -o requirements-oldest.lock

clean:         ## remove what was made
	rm -rf build .venv .venv-oldest

.venv/made: requirements.lock pyproject.toml
.venv-oldest/made: requirements-oldest.lock pyproject.toml

# $(@D) is the environment's folder; its lock file is the first prerequisite.
%/made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' || { echo "Python 3.10 to 3.13 is needed: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making $(@D)/ with the pinned dependencies (a minute or two) ..."
	@$(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@
