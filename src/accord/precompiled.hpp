// SPDX-License-Identifier: Apache-2.0
// Precompiled: the headers that every unit of this module needs and that are slow to read.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "accord/exact.hpp"
