"""nbgrader's side: release, converter, plug-ins, gradebook, exports."""
