"""What happened and what is still to be done: event rows, queued jobs, remembered answers."""
