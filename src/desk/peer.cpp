// SPDX-License-Identifier: Apache-2.0
#include "desk/peer.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

namespace offices::desk {
namespace {

using Endpoint = boost::asio::ip::tcp::endpoint;

std::string hex(unsigned value, int digits) {
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "%0*X", digits, value);
  return text.data();
}

/// The kernel prints an address as 32-bit words of its own order, and the port as a number.
template <class Octets>
std::string spelt(const Octets& address, unsigned port) {
  std::string text;
  for (std::size_t at = 0; at < address.size(); at += 4) {
    std::uint32_t word = 0;
    std::memcpy(&word, &address[at], sizeof word);
    text += hex(word, 8);
  }
  return text + ":" + hex(port, 4);
}

std::string spelt(const Endpoint& endpoint) {
  const auto& address = endpoint.address();
  return address.is_v4() ? spelt(address.to_v4().to_bytes(), endpoint.port()) : spelt(address.to_v6().to_bytes(), endpoint.port());
}

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  auto word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::optional<unsigned long> number(std::string_view word) {
  unsigned long value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// sl local remote st queues timer retransmits uid timeout inode …
std::optional<uid_t> holder_in(std::string_view line, std::string_view local, std::string_view remote) {
  std::array<std::string_view, 10> words;
  for (auto& word : words) word = next_word(line);
  if (words[1] != local || words[2] != remote) return std::nullopt;
  auto user = number(words[7]), inode = number(words[9]);
  // A socket whose process has let go of it has no inode, and reads as root's.
  if (!user || !inode || *inode == 0) return std::nullopt;
  return static_cast<uid_t>(*user);
}

}  // namespace

std::optional<uid_t> holder_of(std::string_view table, const Endpoint& local, const Endpoint& remote) {
  auto from = spelt(local), to = spelt(remote);
  while (!table.empty()) {
    auto line = table.substr(0, table.find('\n'));
    table.remove_prefix(std::min(table.size(), line.size() + 1));
    if (auto user = holder_in(line, from, to)) return user;
  }
  return std::nullopt;
}

bool is_our_user(const boost::asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  auto theirs = socket.remote_endpoint(error);
  if (error) return false;
  auto ours = socket.local_endpoint(error);
  if (error) return false;
  std::ifstream file(theirs.address().is_v4() ? "/proc/self/net/tcp" : "/proc/self/net/tcp6");
  if (!file) return true;
  std::string table(std::istreambuf_iterator<char>(file), {});
  auto user = holder_of(table, theirs, ours);
  return user && (*user == ::geteuid() || *user == 0);
}

}  // namespace offices::desk
