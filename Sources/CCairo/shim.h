// SPDX-FileCopyrightText: The Watchword contributors
// SPDX-License-Identifier: Apache-2.0

#pragma once
#include <cairo.h>
#include <cairo-xcb.h>
