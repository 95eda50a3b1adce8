"""The main job on one machine: a server, an officer's console and up to six simulated booths.

Run by ``make demo``. Each program is a process of its own, started by its console script; what is reported
was measured from painted pixels and recorded clicks.
"""
