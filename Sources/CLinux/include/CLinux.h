// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

#pragma once
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

// prctl is variadic, which Swift cannot call.
static inline int watchword_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// The compiler may not remove this, as it may a memset of memory that nobody reads again.
static inline void watchword_wipe(void *memory, size_t count) { explicit_bzero(memory, count); }

// Keeps pages out of core dumps.
static inline int watchword_leave_out_of_dumps(void *memory, size_t count) { return madvise(memory, count, MADV_DONTDUMP); }
