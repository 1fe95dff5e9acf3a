"""The demonstration: two invented organisations with people in every role and trainees at every stage.

Everything that people did in it was done by the rooms' own actions, on a clock that is moved through the weeks before today.
"""
