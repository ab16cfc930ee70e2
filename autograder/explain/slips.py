"""Names the mistakes that are Python's rather than the block's: from the exception and the student's own statement.

A slip is recognised by what was raised and by the syntax of the statement that raised it; what no rule knows has no
name here, and the exception speaks for itself.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable

from ..exercises import exercise as named
from ..layers import LAYERS
from ..layers.recorded import ErrorFacts
from ..value.exercise import Exercise
from ..value.lines import INPUT, KEPT, MAIN
from .near import near_to
from .slip import Slip, Terms
from .statements import Raised, Statement, called, statement_at
from .words.quoted import listed, number

NOWHERE = "No cell of the notebook defines it; perhaps one did that was deleted or changed after it had been run."
ARGUMENTS = {
    "Conv2D": "filters kernel_size strides padding data_format dilation_rate groups activation use_bias kernel_initializer bias_initializer name",
    "BatchNormalization": "axis momentum epsilon center scale name",
    "DepthwiseConv2D": "kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias depthwise_initializer bias_initializer name",
    "Dense": "units activation use_bias kernel_initializer bias_initializer name",
    "MaxPooling2D": "pool_size strides padding name",
    "AveragePooling2D": "pool_size strides padding name",
    "ZeroPadding2D": "padding name",
    "Activation": "activation name",
}
KERAS_1 = {  # names of its first version, and what they are called now
    "border_mode": "padding", "subsample": "strides", "init": "kernel_initializer", "nb_filter": "filters", "bias": "use_bias", "output_dim": "units",
    "Convolution2D": "Conv2D", "merge": "Add", "ZeroPadding": "ZeroPadding2D",
}  # fmt: skip
LAYER = "A layer is made first, with its settings, and then called on a tensor: `Layer(settings)(tensor)`."


TITLES = [layer.__name__ for layer in LAYERS]
JOINS = {layer.__name__: layer.words for layer in LAYERS if layer.does == "join"}
ANOTHER = {(f"{part}Conv2D", "kernel_initializer"): "depthwise_initializer" for part in ("Depthwise", "Separable")}  # what others call so


def names(nodes: Iterable[ast.AST]) -> list[str]:
    return [n.id for n in nodes if isinstance(n, ast.Name)]


def involved(exercise: str) -> list[Exercise]:
    """An exercise, and those whose functions it calls."""
    own = named(exercise)
    return [own, *(named(kind) for kind in dict.fromkeys(call.kind for call in own.lines.calls.values()))]


def several(exercise: str) -> dict[str, tuple[str, ...]]:
    """The parameters that hold several sizes each, with the names of these."""
    return {name: sizes for each in involved(exercise) for name, sizes in each.several.items()}


def several_in(r: Raised, nodes: Iterable[ast.AST]) -> Terms | None:
    """Words for the first of these names that holds several sizes."""
    found = next((name for name in names(nodes) if name in several(r.exercise)), None)
    return several_words(found, several(r.exercise)[found]) if found else None


def several_words(name: str, sizes: tuple[str, ...]) -> Terms:
    return {
        "list": name,
        "sizes": f"{', '.join(sizes[:-1])} or {sizes[-1]}",
        "number": number(len(sizes)),
        "places": listed(map(str, range(len(sizes)))),
    }


# -- when -------------------------------------------------------------------------------------------------------------------


def add_without_list(r: Raised) -> Terms | None:
    for call in r.calls():
        if isinstance(call.func, ast.Call) and (layer := called(call.func.func)) in JOINS and len(call.args) > 1:
            return {"layer": layer, "joins": JOINS[layer]}
    return None


def tensors_given_to_add(r: Raised) -> Terms | None:
    return next(({"layer": called(c.func), "joins": JOINS[called(c.func)]} for c in r.makes(*JOINS) if c.args), None)


def filters_of_depthwise(r: Raised) -> Terms | None:
    found = r.match(r"multiple values for argument 'kernel_size'") or r.match(r"\{'filters'")
    return {} if found and r.makes("DepthwiseConv2D") else None


def square_brackets(r: Raised) -> Terms | None:
    found = r.match(r"'(\w+)' object is not subscriptable")
    return {"layer": found[1]} if found and found[1][:1].isupper() and found[1] != "NoneType" else None


def training_given_to_the_layer(r: Raised) -> Terms | None:
    return {} if r.match(r"(Unrecognized|unexpected) keyword argument.*training") and r.makes("BatchNormalization") else None


def training_by_position(r: Raised) -> Terms | None:
    for call in r.calls():
        if isinstance(call.func, ast.Call) and called(call.func.func) == "BatchNormalization" and len(call.args) > 1:
            return {}
    return None


def unknown_argument(r: Raised) -> Terms | None:
    found = r.match(r"Unrecognized keyword arguments passed to (\w+): \{'(\w+)'") or r.match(
        r"(\w+)(?:\.__init__|\.call)?\(\) got an unexpected keyword argument '(\w+)'"
    )
    if not found:
        return misspelt(r)
    near = [ANOTHER[found[1], found[2]]] if (found[1], found[2]) in ANOTHER else near_to(found[2], ARGUMENTS.get(found[1], "").split(), 0.6)
    meant = old_name(found[2])
    asks = "Which argument does the same today?" if meant else LETTERS
    return {"layer": found[1], "argument": found[2], "meant": meant or (f" Is `{near[0]}` meant?" if near else ""), "asks": asks}


SPELT = "Read the names of this line letter by letter."
LETTERS = "Read the names of the arguments in this line letter by letter."


def old_name(name: str) -> str:
    return f" In Keras 1 there was that name; today it is `{KERAS_1[name]}`." if name in KERAS_1 else ""


def misspelt(r: Raised) -> Terms | None:
    """An argument that is missing because it was given under a name near to its own."""
    missing = argument_missing(r)
    if missing is None:
        return None
    given = [k.arg for call in r.makes(missing["layer"]) for k in call.keywords if k.arg]
    near = near_to(missing["argument"], given, 0.7)
    return (
        {"layer": missing["layer"], "argument": near[0], "meant": f" Is `{missing['argument']}` meant?", "asks": LETTERS} if near else None
    )


def unknown_name(r: Raised) -> Terms | None:
    found = r.match(r"(?:name|variable) '(\w+)'") if r.type in ("NameError", "UnboundLocalError") else None
    if not found:
        return None
    known = [n.id for n in ast.walk(r.statement) if isinstance(n, ast.Name)] if r.statement else []
    known += [MAIN, KEPT, *(size for sizes in several(r.exercise).values() for size in sizes)]
    known += [name for each in involved(r.exercise) for name in (each.name, *each.contract.parameters)]
    known += [*ARGUMENTS, *TITLES]
    near = [k for k in known if k.lower() == found[1].lower() and k != found[1]]
    near += near_to(found[1], [k for k in known if k != found[1]], 0.75)
    if own := next((p for p in r.parameters if p.lower() == found[1].lower()), None):
        return {"name": found[1], "meant": f" The parameter in the first line of the function is called `{own}`.", "asks": SPELT}
    where = r.elsewhere.get(found[1], "")
    more = f"Is `{near[0]}` meant?" if near and where in ("", NOWHERE) else where
    asks = "What is this layer called today?" if old_name(found[1]) else SPELT
    return {"name": found[1], "meant": old_name(found[1]) or (more and f" {more}"), "asks": asks}


def layer_given_the_tensor(r: Raised) -> Terms | None:
    for call in r.makes(*ARGUMENTS, *TITLES):
        if any(name in (MAIN, MAIN.lower(), KEPT, INPUT) for name in names(call.args[:1])):
            return {"layer": called(call.func)}
    return None


def activation_in_words(r: Raised) -> Terms | None:
    found = r.match(r"[Cc]ould not interpret activation function identifier: (?!<KerasTensor|\[)(.{1,60})$") or r.match(
        r"Unknown activation function:? '?(\w+)"
    )
    return {"name": found[1]} if found else None


def all_filters(r: Raised) -> Terms | None:
    for call in r.makes("Conv2D"):
        if found := several_in(r, [*call.args[:1], *(k.value for k in call.keywords if k.arg == "filters")]):
            return found
    return None


def none_as_a_setting(r: Raised) -> Terms | None:
    for call in r.makes(*ARGUMENTS):
        given = [(k.arg, k.value) for k in call.keywords] + [*zip(ARGUMENTS[called(call.func)].split(), call.args)]
        if left := [name for name, value in given if isinstance(value, ast.Constant) and value.value is None]:
            return {"layer": called(call.func), "arguments": listed(f"`{name}`" for name in left)}
    return None


def initializer_in_quotes(r: Raised) -> Terms | None:
    for call in r.calls():
        for k in call.keywords:
            if k.arg == "kernel_initializer" and isinstance(k.value, ast.Constant) and k.value.value == "initializer":
                return {}
    return None


def numpy_function(r: Raised) -> Terms | None:
    for call in r.calls():
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in ("np", "numpy"):
            return {"name": call.func.attr}
    return None


def to_numpy(r: Raised) -> Terms | None:
    return {} if r.match(r"has no attribute '(numpy|eval)'") else None


def argument_missing(r: Raised) -> Terms | None:
    found = r.match(r"(\w+)(?:\.__init__)?\(\) missing \d+ required positional arguments?: '(\w+)'") or r.match(
        r"(\w+)\(\) missing a required argument: '(\w+)'"
    )
    return {"layer": found[1], "argument": found[2]} if found else None


def shadowed(r: Raised) -> Terms | None:
    found = r.match(r"'(\w+)' object is not callable")
    return {"what": found[1]} if found and r.type == "TypeError" else None


def wrong_attribute(r: Raised) -> Terms | None:
    found = r.match(r"module '([\w.]+)' has no attribute '(\w+)'")
    return {"module": found[1], "name": found[2], "meant": old_name(found[2])} if found else None


def unpacking(r: Raised) -> Terms | None:
    found = r.match(r"not enough values to unpack|too many values to unpack")
    return next((several_words(*item) for item in several(r.exercise).items()), {"list": "It", "number": "other"}) if found else None


def arguments_exchanged(r: Raised) -> Terms | None:
    """Of a call of another exercise's function: a number where several sizes are due, and the sizes where one is."""
    if not r.match(r"'int' object is not (iterable|subscriptable)|'list' object cannot be interpreted"):
        return None
    for call in r.calls():
        callee = next((e for e in involved(r.exercise) if e.name == called(call.func)), None)
        if callee is None:
            continue
        given = dict(zip(callee.contract.parameters, call.args)) | {k.arg: k.value for k in call.keywords if k.arg}
        row = next((name for name, value in given.items() if name not in callee.several and is_row(value, callee)), None)
        one = next((name for name in callee.several if name in given and not is_row(given[name], callee)), None)
        if row and one:
            return {"one": row, "other": one, "function": callee.name, "order": ", ".join(callee.contract.parameters)}
    return None


def is_row(value: ast.AST, callee: Exercise) -> bool:
    """Whether what is written is a list of sizes, or the name of one."""
    return isinstance(value, (ast.List, ast.Tuple)) or (isinstance(value, ast.Name) and value.id in callee.several)


def channels_first(r: Raised) -> Terms | None:
    given = [k.value for call in r.calls() for k in call.keywords if k.arg == "data_format"]
    return {} if any(isinstance(v, ast.Constant) and v.value == "channels_first" for v in given) else None


def grouped(r: Raised) -> Terms | None:
    return refused(r, "groups")


def dilated(r: Raised) -> Terms | None:
    return refused(r, "dilation_rate")


def refused(r: Raised, argument: str) -> Terms | None:
    """The layer that was given the argument, and its value as it is written, where the exception speaks of it and the exercise does not ask for it."""
    if any(getattr(layer, argument, 1) != 1 for layer in named(r.exercise).lines.steps().values()):
        return None
    given = [(call, k.value) for call in r.calls() for k in call.keywords if k.arg == argument] if r.match(argument) else []
    return {"layer": called(given[0][0].func), argument: ast.unparse(given[0][1])} if given else None


def index_beyond(r: Raised) -> Terms | None:
    asked = ast.walk(r.statement) if r.type == "IndexError" and r.statement else ()
    return next(filter(None, (several_in(r, [n.value]) for n in asked if isinstance(n, ast.Subscript))), None)


def returns_model(r: Raised) -> Terms | None:
    return {} if not named(r.exercise).lines.calls and isinstance(r.statement, ast.Return) and r.makes("Model") else None


def model_of_wrong_ends(r: Raised) -> Terms | None:
    return {} if named(r.exercise).lines.calls and r.makes("Model") else None


def torch_padding(r: Raised) -> Terms | None:
    """A number where Keras has a word."""
    if not r.match(r"'(int|tuple|list)' object has no attribute 'lower'"):
        return None
    for call in r.makes("Conv2D"):
        if any(k.arg == "padding" for k in call.keywords):
            return {"what": "`padding` is given a number"}
        if len(call.args) > 3:
            return {"what": "Conv2D gets its arguments in PyTorch's order"}
    return {"what": "A layer gets a number where Keras has a word"}


def too_large(r: Raised) -> Terms | None:
    found = r.match(r"[Nn]egative dimension size|output size would be (?:zero or )?negative|must be (?:greater|larger) than")
    return {} if found and r.makes(*ARGUMENTS) else None


def slip(kind: str) -> Callable[[Raised], Terms | None]:
    return lambda r: {"name": r.name} if r.slip == kind else None


def tensorflow_function(r: Raised) -> Terms | None:
    """With its whole name, as the student wrote it."""
    if r.slip != "tensorflow":
        return None
    written = re.search(rf"\b(tf|keras)\.(\w+\.)*{re.escape(r.name)}\b", r.line["text"] if r.line else "")
    return {"name": written[0] if written else r.message.split()[0]}


def stub_left(r: Raised) -> Terms | None:
    return {} if r.type == "NotImplementedError" else None


def attention_without_value(r: Raised) -> Terms | None:
    return {} if r.type == "TypeError" and r.match("missing.*argument.*'value'") else None


SYMBOLIC = "A network is first built from symbolic tensors, which hold no numbers yet; only Keras layers and operations take them."
CASE = "To Python, capital and small letters differ, and a name is known only once it has been given a value."
TWICE = "`{layer}()` makes the layer; what it joins is given when it is called: one list with both tensors."

STUB_LEFT = Slip("stub_left", stub_left, "`raise NotImplementedError()` is still there, and the function stops at it.", "The line stands for what is not written yet; Python does nothing after it.", "Which line of the stub is to go when the steps are written?", "unfinished")  # fmt: skip
NONE_LEFT_IN = Slip("none_left_in", slip("none"), "A `None` was left in where a step is due.", "`None` in the stub stands for a line that you write; a layer cannot be called on it.", "Which line still says None?", "unfinished")  # fmt: skip
SLIPS = (
    STUB_LEFT,
    Slip("tensorflow_function", tensorflow_function, "`{name}` works on arrays only, not on the tensors that a model is built from.", SYMBOLIC, "Which Keras layer does the same?", "call"),
    Slip("shared_layer", slip("shared"), "One {name} layer is used for several steps of the block.", "Steps that share a layer share its weights, and those fit one number of channels only.", "How many layers of this class does your function make, and how many does the figure show?", "gradients"),
    Slip("layer_not_called", slip("uncalled"), "A layer, {name}, is made but never called on a tensor.", LAYER, "Which line has one pair of brackets only?", "layer"),
    NONE_LEFT_IN,
    Slip("add_without_list", add_without_list, "The {joins} gets two tensors one after the other, not one list.", TWICE, "How many arguments does the {joins} take, and of which type?", "join"),
    Slip("tensors_given_to_add", tensors_given_to_add, "The tensors are given to `{layer}` itself, not to the layer that it makes.", TWICE, "How many pairs of brackets does the line with the {joins} need?", "join"),
    Slip("attention_without_value", attention_without_value, "The attention is called on one tensor; it takes two, and a third if it is given one.", "The first asks (query), the second is looked at (value). A tensor that attends to itself is both.", "How many tensors does the list of steps give the attention?", "join"),
    Slip("square_brackets", square_brackets, "The layer {layer} is followed by square brackets; a layer is called with round ones.", LAYER, "Which brackets call a function in Python?", "join"),
    Slip("training_given_to_the_layer", training_given_to_the_layer, "`training` is given when the batch normalisation is made, not when it is called.", "The same layer is called both while fitting and when predicting, so each call says which it is.", "In which of the two pairs of brackets does `training` belong?", "training"),
    Slip("training_by_position", training_by_position, "`training` is given by position; Keras takes it by its name only.", "By position a layer takes tensors only.", "How does the call say which argument it gives?", "training"),
    Slip("none_left_in", none_as_a_setting, "{layer} is still told None for {arguments}.", "`None` in the stub stands for a setting that you write; the list of steps gives it.", "Which settings does the list of steps give for this layer?", "unfinished"),
    Slip("initializer_in_quotes", initializer_in_quotes, "The initializer stands in quotes: that is a text, not the block's argument.", "A text is looked up among Keras's own initializers, and there is none of that name.", "What is the difference between a name and a text in quotes?", "initializer"),
    Slip("layer_given_the_tensor", layer_given_the_tensor, "The tensor is given to {layer} when the layer is made, not when it is called.", LAYER, "How many pairs of brackets does this line need?", "layer"),
    Slip("all_filters", all_filters, "A convolution is given the whole list `{list}` as its number of filters.", "Each convolution has one number of filters: {sizes}.", "Which of the {number} numbers belongs to this component?", "kernel"),
    Slip("activation_unknown", activation_in_words, "Keras knows no activation of the name '{name}'.", "The names of activations are written in small letters.", "How does the list of steps write this name?", "activation"),
    Slip("numpy_function", numpy_function, "`np.{name}` is a function of NumPy: it works on arrays, not on the tensors that a model is built from.", SYMBOLIC, "Which Keras layer does the same?", "call"),
    Slip("to_numpy", to_numpy, "The function turns its tensor into an array of NumPy.", SYMBOLIC, "What should the function return: a tensor, or an array?", "call"),
    Slip("depthwise_filters", filters_of_depthwise, "DepthwiseConv2D is given a number of filters, and takes none: it makes one map from each channel.", "It works on each channel by itself, so there are as many channels after it as before.", "Which arguments does the list of steps give for this layer?", "kernel"),
    Slip("name_unknown", unknown_name, "The name `{name}` has no value here.{meant}", CASE, "{asks}"),
    Slip("argument_unknown", unknown_argument, "{layer} has no argument `{argument}`.{meant}", "Keras takes an argument only under its exact name.", "{asks}"),
    Slip("torch_arguments", torch_padding, "{what}: Keras takes filters, kernel_size and strides, and for padding the words \"same\" or \"valid\".", "PyTorch's layers are told the channels that come in and how many zeros to add; Keras's find out by themselves.", "In which order does Keras's Conv2D take its arguments, and what may `padding` be?", "kernel"),
    Slip("arguments_exchanged", arguments_exchanged, "The arguments `{one}` and `{other}` are exchanged in this call of `{function}`.", "By position Python gives the arguments to the parameters in the order of the function's first line.", "In which order does the first line of `{function}` name its parameters?", "arguments"),
    Slip("argument_missing", argument_missing, "{layer} is called without its argument `{argument}`.", "This argument has no default, so it must be given.", "Which sizes do the steps give for this layer?"),
    Slip("attribute_unknown", wrong_attribute, "`{module}` has nothing of the name `{name}`.{meant}", CASE, "Read the name letter by letter."),
    Slip("not_callable", shadowed, "Something that is neither a function nor a layer is called ({what}).", "A name that was given another value, or one pair of brackets too many.", "Count the pairs of brackets in this line.", "layer"),
    Slip("returns_model", returns_model, "The function returns a Model, not a tensor.", "A block is a part of a network: it takes a tensor and gives a tensor.", "What do the steps say that the function returns?", "return"),
    Slip("model_of_wrong_ends", model_of_wrong_ends, "The Model is not made from the network's input and its last tensor.", "A Model is told both of its ends: the input first, then the tensor that was computed from it.", "Which two tensors does Model take, and in which order?", "model"),
    Slip("channels_first", channels_first, "A layer is told that the channels come first (data_format='channels_first'); here they are the last axis.", "The images of this exercise have the shape (height, width, channels), as is Keras's default.", "Which argument of this layer is not in the list of steps?", "defaults"),
    Slip("dilated", dilated, "{layer} is dilated (`dilation_rate={dilation_rate}`), which Keras refuses beside a stride.", "What the list of steps does not mention stays as Keras has it.", "Which argument of this layer is not in the list of steps?", "defaults"),
    Slip("groups", grouped, "{layer} works in groups (`groups={groups}`), so that each filter sees only a part of the channels.", "What the list of steps does not mention stays as Keras has it.", "Which argument of this layer is not in the list of steps?", "defaults"),
    Slip("window_too_large", too_large, "The windows of this layer are larger than the map that it is given.", "Without padding each layer makes its map smaller; this one finds too little left.", "Which height and width has the tensor that this layer takes?"),
    Slip("index_beyond", index_beyond, "`{list}` has {number} numbers, and this line asks for one after the last.", "Python counts from 0: the {number} stand at the places {places}.", "Which number stands at the place 1?", "kernel"),
    Slip("unpacked_wrongly", unpacking, "A list is taken apart into more or fewer names than it has elements.", "`{list}` has {number} numbers.", "How many names stand on the left side?"),
)  # fmt: skip


# -- from the evidence ---------------------------------------------------------------------------------------------------------


def raised(error: ErrorFacts, every: list[Statement], exercise: str, elsewhere: dict[str, str], parameters: tuple[str, ...]) -> Raised:
    """every: the statements of the student's function; elsewhere, parameters: as in `Raised`."""
    line, slip, name = error.get("line"), error.get("slip", "raised"), error.get("name", "")
    return Raised(error["type"], error["message"], line, slip, name, statement_at(line, every), exercise, elsewhere, parameters)


NOTED = {
    "tensorflow": "tensorflow_function",
    "uncalled": "layer_not_called",
    "none": "none_left_in",
    "shared": "shared_layer",
}  # by the probe


def slip_of(error: Raised) -> tuple[Slip[Raised], Terms] | None:
    """The slip that an exception shows, with the words for its sentence."""
    for s in SLIPS:
        if NOTED.get(error.slip, s.id) == s.id and (words := s.when(error)) is not None:
            return s, words
    return None
