"""What other systems touch: API keys, import, the demo company."""
