"""What happened: triggers, the missions that they speak of, and each way of telling it."""
