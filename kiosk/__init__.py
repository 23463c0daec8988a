"""The touch door: visitor acts only, no sign-in."""
