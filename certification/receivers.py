"""What `courses` and `people` tell upwards: receivers ask the engine to recompute, nothing else."""
