"""The kernel the four services share; it knows none of them."""

import gc

# A service is some 200,000 objects that stay: looking through them again and again took a sixth of its start.
gc.set_threshold(20_000, 20, 20)
