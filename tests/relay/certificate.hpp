// SPDX-License-Identifier: Apache-2.0
// A self-signed certificate made on the spot, for tests of TLS.
#pragma once

#include <string>

namespace offices::relay::testing {

/// Writes a certificate for `name`, a host name or an address, valid for a day, and its key, as PEM. Aborts on failure.
void write_certificate(const std::string& name, const std::string& cert_path, const std::string& key_path);

}  // namespace offices::relay::testing
