"""What Facilities offers to the other modules, to the desk and to hooks."""
