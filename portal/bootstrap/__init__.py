"""Setting up what is missing before anything is installed; standard library only.

Order of the room (a module may import those above it):
steps, probe, debian, packages, plan
"""
