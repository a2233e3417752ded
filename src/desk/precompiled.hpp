// SPDX-License-Identifier: Apache-2.0
// Precompiled: the large library headers of this module, parsed once.
#pragma once

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <nlohmann/json.hpp>
