// SPDX-License-Identifier: Apache-2.0
// Precompiled: the one header that is slow to read.
#pragma once
#include <nlohmann/json.hpp>
