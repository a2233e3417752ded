// SPDX-License-Identifier: Apache-2.0
// relay serve: the blind relay.
#include <ostream>

#include "cli/say.hpp"
#include "cli/terms.hpp"

namespace offices::cli {
namespace {

Result<relay::RelayOptions> options_of(const Call& call) {
  relay::RelayOptions o;
  o.listen = call.in.one("listen");
  o.store = call.in.one("store");
  o.tls_cert = call.in.one("tls-cert");
  o.tls_key = call.in.one("tls-key");
  o.token_file = call.in.one("token-file");
  o.insecure_http = call.in.has("insecure-http");
  if (call.in.has("log-level")) o.log_level = call.in.one("log-level");
  OFFICES_TRY_SET(o.mailbox_envelopes_max, typed_number(call.in, "mailbox-envelopes", o.mailbox_envelopes_max, 1, 1'000'000'000));
  OFFICES_TRY(days, typed_number(call.in, "retention-days", o.retention_seconds / base::day_s, 1, 36'500));
  o.retention_seconds = days * base::day_s;
  OFFICES_TRY(connections, typed_number(call.in, "connections", o.connections_max, 1, 1'000'000));
  o.connections_max = static_cast<int>(connections);
  OFFICES_TRY(rate, typed_number(call.in, "rate", static_cast<std::int64_t>(o.rate.requests_per_second), 1, 1'000'000));
  o.rate.requests_per_second = static_cast<double>(rate);
  OFFICES_TRY(burst, typed_number(call.in, "burst", static_cast<std::int64_t>(o.rate.burst), 1, 1'000'000));
  o.rate.burst = static_cast<double>(burst);
  return o;
}

/// Where it listens, with the port that the system chose.
std::string url_of(const relay::RelayOptions& o, std::uint16_t port) {
  auto host = o.listen.substr(0, o.listen.rfind(':'));
  return (o.tls_cert.empty() ? "http://" : "https://") + host + ":" + std::to_string(port);
}

Result<void> run_serve(Call& call) {
  OFFICES_TRY(options, options_of(call));
  if (call.in.has("check")) {
    OFFICES_CHECK(call.engine.check_relay(options));
    return call.print({{"ok", true}});
  }
  return call.engine.serve_relay(options, [&](std::uint16_t port) {
    auto url = url_of(options, port);
    if (call.json()) call.console.out() << base::spell({{"listening", url}, {"port", port}}) << std::endl;
    else print_note(call.console, "listening on " + url);
  });
}

std::string say_checked(const Json&, const View&) { return "The relay would start with these options.\n"; }

}  // namespace

std::vector<Verb> relay_verbs() {
  return {
      {.path = "relay serve",
       .summary = "stores and forwards envelopes that it cannot read",
       .about = "Serves mailboxes over HTTP until SIGTERM or Ctrl-C; SIGHUP rereads certificate and tokens. It sees "
                "mailbox ids, times and network addresses, and never a name or a word. A deposit is answered only when "
                "it is on disk. Plain HTTP off loopback is refused unless --insecure-http says that another layer "
                "protects the line.",
       .operands = {},
       .flags = {{.name = "--listen", .value = "HOST:PORT", .text = "The address; port 0 lets the system choose.", .required = true},
                 {.name = "--store", .value = "sqlite:PATH", .text = "The database; made where it does not exist.", .required = true},
                 {.name = "--tls-cert", .value = "FILE", .text = "The certificate chain, PEM.", .takes = Takes::file},
                 {.name = "--tls-key", .value = "FILE", .text = "Its key, PEM.", .takes = Takes::file},
                 {.name = "--token-file",
                  .value = "FILE",
                  .text = "Creation tokens, one a line; without it anyone may make a mailbox.",
                  .takes = Takes::file},
                 {.name = "--insecure-http", .value = "", .text = "Allows plain HTTP off loopback."},
                 {.name = "--mailbox-envelopes",
                  .value = "N",
                  .text = "Envelopes of 16 KiB that one mailbox holds; 4096 unless said otherwise."},
                 {.name = "--retention-days", .value = "N", .text = "Days after which an envelope is deleted; 30 unless said otherwise."},
                 {.name = "--connections", .value = "N", .text = "Connections at a time; 1000 unless said otherwise."},
                 {.name = "--rate", .value = "N", .text = "Requests a second from one address; 50 unless said otherwise."},
                 {.name = "--burst", .value = "N", .text = "Requests at once from one address; 500 unless said otherwise."},
                 {.name = "--log-level",
                  .value = "LEVEL",
                  .text = "How much it says; info unless said otherwise.",
                  .words = {"debug", "info", "warn", "error", "off"}},
                 {.name = "--check", .value = "", .text = "Checks the options and exits."}},
       .examples =
           {{"goodoffices relay serve --listen 127.0.0.1:7077 --store sqlite:relay.db", "For trying things on one machine."},
            {"goodoffices relay serve --listen 0.0.0.0:7077 --store sqlite:/var/lib/goodoffices/relay.db --tls-cert chain.pem --tls-key key.pem --token-file tokens --check",
             "Checks a real one before it starts."}},
       .kind = Kind::plain,
       .say = say_checked,
       .run = run_serve}};
}

}  // namespace offices::cli
