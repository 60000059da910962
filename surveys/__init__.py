"""What they think of us: satisfaction by dimension, loyalty."""
