"""What a record held at any time, with its rows: how two versions differ, and how to go back to one."""
