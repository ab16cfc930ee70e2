"""Calls a student's function and writes down what happened, with TensorFlow. It judges nothing."""
