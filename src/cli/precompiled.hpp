// SPDX-License-Identifier: Apache-2.0
// Precompiled: the headers that are slow to read.
#pragma once
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
