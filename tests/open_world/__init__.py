"""Answers that the autograder was not made from: written from the exercise's text alone, by who had seen neither its code nor its mistakes.

An answer for which a rule is then made moves to the closed corpora, and another takes its place here.
"""
