"""The types of an evidence's facts name what `schema` lets through, no more and no less."""

import pytest

from autograder.evidence import facts, schema
from autograder.evidence.form import Record
from autograder.layers import recorded

EACH = {
    recorded.LineFacts: schema.LINE,
    recorded.ErrorFacts: schema.ERROR,
    recorded.InitializerFacts: schema.INITIALIZER,
    recorded.WeightFacts: schema.WEIGHT,
    recorded.NodeFacts: schema.NODE,
    facts.GraphFacts: schema.graph(schema.NODE),
    facts.GradientFacts: schema.GRADIENT,
    facts.EagerFacts: schema.EAGER,
    facts.ModeFacts: schema.MODE,
    facts.BlockModel: schema.BLOCK_MODEL,
    facts.RowFacts: schema.ROW,
    facts.SummaryFacts: schema.SUMMARY,
    facts.ParameterFacts: schema.PARAMETER,
}
OF_NETWORKS = {recorded.NodeFacts: {"block"}}  # what stands in a network's evidence only


@pytest.mark.parametrize("typed", EACH, ids=lambda typed: typed.__name__)
def test_a_type_has_the_keys_that_are_let_through(typed):
    form: Record = EACH[typed]
    assert form.required.keys() == typed.__required_keys__
    assert form.optional.keys() | OF_NETWORKS.get(typed, set()) == typed.__optional_keys__
