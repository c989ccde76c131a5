"""Front ends: each lowers one kind of file to the small language of `cclint.ir`."""
