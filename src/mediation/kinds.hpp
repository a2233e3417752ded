// SPDX-License-Identifier: Apache-2.0
// Kinds: what each kind of statement says, as typed bodies with one spelling each. docs/protocol.md lists them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "record/context.hpp"
#include "record/statement.hpp"

namespace offices::mediation {

using record::CaseId;
using record::Digest;
using record::FeedHead;
using record::FeedId;
using record::ParticipantId;
using record::Signed;
using record::StatementId;

enum class Role { intermediary, party, verifier };
enum class Act { assurance, request, offer, question, answer, warning, protest, information };
enum class Form { verbatim, paraphrase, gist };  ///< from strictest to loosest
enum class Approval { required, waived };
/// `recorded`: words taken by telephone, which nobody but the intermediary has signed.
enum class Attribution { named, unattributed, recorded };
enum class Disclosure { confidential, confirmable, open };  ///< `open` is spelt "public"
enum class Precedence { routine, priority, immediate, flash };
enum class Position { noted, accepted, rejected, none_yet };
enum class Existence { confidential, confirmable, open };
enum class BallotResult { adopted, not_adopted, aborted };
/// Why a ballot was aborted: somebody's message did not come; it was refused; somebody saw other messages than were seen here.
enum class AbortCause { absent, refused, differs };
/// What somebody says of a commitment. `received` is said by posts of their own accord.
enum class Said { received, performed, failed, satisfied, disputed, released };
enum class Finding { confirmed, not_confirmed, inconclusive };
/// How far a commitment must be for a condition to hold.
enum class Needs { undertaken, fulfilled, confirmed };
/// Whom the words of an incident may reach: the intermediary alone, or through it all sides.
enum class Release { intermediary, all };
/// What came of an attempt to bring an outreach before a person. At its side's post: somebody was called, the call failed, it
/// was held back in quiet hours. At the intermediary's: the handling time passed and nothing came from that side's post, or
/// nothing from a person.
enum class AttemptOutcome { called, failed, held_back, unreached, unanswered };
enum class Answerer { post, person };
/// What a side says of words that were recorded as its own.
enum class Countersign { own, contested };
/// What a text for several is: the account of a call, or words in public.
enum class Purpose { readout, communique };

/// The spelling of an enumerator in statements, on the command line and in results.
template <class E>
[[nodiscard]] std::string_view word(E e);
/// The enumerator of a word. Fails with Code::usage and names the words that are allowed.
template <class E>
[[nodiscard]] Result<E> from_word(std::string_view text);

struct Translation {
  std::string lang;
  std::string text;
  std::string maker;  ///< who translated: a participant's name
  bool operator==(const Translation&) const = default;
};

/// Exact words: what verbatim compares and approvals cover.
struct Words {
  std::string lang;  ///< BCP 47, "en", "fa", "zh-Hant"
  std::string text;
  std::vector<Translation> translations;
  bool operator==(const Words&) const = default;
};
[[nodiscard]] Digest words_digest(const Words& words);

struct Charter {
  std::string text;
  std::vector<std::string> languages;
  std::int64_t retention_days = 0;  ///< 0: until the participants agree otherwise
  Existence existence = Existence::confidential;
  bool operator==(const Charter&) const = default;
};

struct Open {
  std::string title, name;
  crypto::VerifyKey key;
  Charter charter;
};
struct Join {
  std::string name;
  Role role{};
  crypto::VerifyKey key;
};
struct Admit {
  ParticipantId participant;
  std::string name;
  Role role{};
  StatementId join;
};
struct Introduce {
  ParticipantId participant;
  std::string name;
  Role role{};
  Signed join;
};
struct Remove {
  ParticipantId participant;
  bool left = false;
  std::vector<FeedHead> heads;
};
struct Leave {};
struct Incarnation {
  FeedId previous;
  std::vector<record::Head> branches;
};
struct Signal {
  Act act{};
  Precedence precedence{};
  Words words;
  std::string authority;
  std::optional<StatementId> reply_to;
};
/// The terms of a mandate: what the intermediary may do.
struct Terms {
  Form form = Form::verbatim;
  Approval approval = Approval::required;
  Attribution attribution = Attribution::named;
  std::optional<Time> not_before;
  Time until;
  std::optional<ParticipantId> simultaneous_with;
  Disclosure disclosure = Disclosure::confidential;
  std::optional<std::string> public_line;
  bool operator==(const Terms&) const = default;
};
struct Mandate {
  StatementId signal;
  ParticipantId to;
  Terms terms;
};
struct Withdraw {
  StatementId signal;
  std::optional<ParticipantId> to;
};
/// What a rendering proposes and an approval covers, to the octet.
struct Proposal {
  StatementId signal;
  ParticipantId to;
  Form form = Form::paraphrase;
  Attribution attribution{};
  Words words;
  bool operator==(const Proposal&) const = default;
};
struct Rendering {
  Proposal proposal;
};
/// Complete in itself: it is what crosses to the addressee beside words that are not the author's own.
struct ApprovalOf {
  StatementId rendering;
  Proposal proposal;
};
struct Refusal {
  StatementId signal, rendering;
  std::string why;
};
struct Decline {
  StatementId signal;
  std::optional<ParticipantId> to;
  std::string why;
};
struct Dispatch {
  StatementId signal;
  ParticipantId to;
  StatementId mandate;
  std::optional<StatementId> approval;
  Form form{};
  Attribution attribution{};
  Words words;
  Digest salt;
  std::optional<Digest> pair;
};
struct Conveyance {
  Digest of;
  Act act{};
  Precedence precedence{};
  Form form{};
  Attribution attribution{};
  std::optional<ParticipantId> from;
  Words words;
  std::vector<Signed> evidence;
};
struct Receipt {
  StatementId conveyance;
  Digest of, words;
};
struct Acknowledgement {
  StatementId conveyance;
  Digest of;
  Position position{};
};
struct Report {
  StatementId signal, dispatch;
  Signed evidence;
};
struct Disclose {
  StatementId signal;
  ParticipantId to;
  StatementId mandate;
  std::string text;
};

/// The issues of the case in one version. The document is an agenda file in its one spelling (accord::write_agenda).
struct AgendaVersion {
  std::int64_t version = 1;
  std::optional<Digest> previous;
  std::string document;
};
/// A package over the issues of an agenda, and the words around it.
struct Framework {
  std::string title;
  Words words;
  std::map<std::string, std::string> package;  ///< issue → option; an issue that is left out is open
  std::optional<Digest> replaces;              ///< the version before it, of a single negotiating text
  bool operator==(const Framework&) const = default;
};
/// Several frameworks put before all sides at once: the same body in every channel.
struct Tabling {
  Digest table;  ///< random: what the sides compare under
  Digest agenda;
  std::vector<Framework> frameworks;
};
/// A side's post says by itself what it was shown.
struct Sight {
  Digest table, shown;  ///< shown: table_digest() of what came
};
/// Opens a double-blind ballot: the same body in every channel.
struct BallotOpening {
  Digest framework;
  Digest nonce;
  std::vector<ParticipantId> roster;  ///< the intermediary, who has no vote, then the sides
  Time until;                         ///< when posts cast
  Time ends;                          ///< when whoever is missing counts as absent
  std::optional<Time> ratify_by;      ///< adoption is ad referendum: it binds nobody until all have ratified
};
/// The intermediary has a side's message of that round.
struct Stub {
  Digest ballot;
  std::int64_t round = 1;
};
/// How a ballot ended, as its author verified it for itself.
struct BallotOutcome {
  Digest ballot;
  BallotResult result{};
  std::optional<AbortCause> cause;     ///< of an abort
  std::int64_t round = 1;              ///< in which it ended
  std::vector<ParticipantId> missing;  ///< of an abort: on whom, or on the line to whom, it waited
  Digest transcript;                   ///< over every round that had closed
};
struct Ratification {
  Digest ballot, framework;
};
/// What another side signed, shown as it is.
struct Witness {
  Signed evidence;
};

/// A commitment as another one refers to it: who holds it finds it again, who does not learns nothing of it.
struct Reference {
  Digest salt, hash;
  auto operator<=>(const Reference&) const = default;
};
/// Holds from a time on, or with another commitment. One of the two is there.
struct Condition {
  std::optional<Time> after;
  std::optional<Reference> of;
  Needs needs = Needs::fulfilled;  ///< of `of`
  bool operator==(const Condition&) const = default;
};
/// An undertaking. It names all who may read it, and is their author's permission to show it to them.
struct Commitment {
  std::vector<ParticipantId> to;
  Time by;
  Words words;
  Precedence precedence{};
  std::vector<Condition> when;  ///< all of them
  std::optional<Reference> in_return_for;
  std::optional<ParticipantId> verified_by;
  std::optional<std::string> evidence;  ///< what will show it
};
struct Claim {
  StatementId commitment;
  Said says{};
  std::optional<StatementId> about;  ///< what was received or is disputed
  std::optional<Words> words;
};
/// A file by its content.
struct EvidenceFile {
  std::string name;
  std::int64_t bytes = 0;
  Digest hash;  ///< SHA-256 of the octets
  bool operator==(const EvidenceFile&) const = default;
};
/// The verifier's finding. `to` is its mandate: the intermediary may show it to these and to nobody else.
struct Attestation {
  StatementId commitment;
  Finding finding{};
  Words scope;
  std::vector<EvidenceFile> evidence;
  std::vector<ParticipantId> to;
};
/// What another participant signed of a commitment, shown as it is.
struct Showing {
  StatementId commitment;
  Signed evidence;
};

/// Something happened: a side tells the intermediary.
struct Incident {
  Digest incident;  ///< random: what everybody speaks of it under
  Precedence precedence{};
  Release release{};
  Words words;
};
/// The intermediary reaches all sides at once: the same body in every party's channel.
struct Outreach {
  Digest incident;
  std::int64_t number = 1;  ///< of this incident
  Precedence precedence{};
  std::int64_t handling_s = 0;  ///< within which a person should have answered
  Words words;
  std::optional<Signed> evidence;  ///< the incident, where these are its author's words; none: the intermediary's own
};
/// A side's post says by itself that an outreach is there, and which.
struct Reached {
  Digest incident;
  std::int64_t number = 1;
  Digest shown;  ///< outreach_digest() of what came
  Time at;       ///< when its words came, which may be before the statements in front of it
};
/// A person has seen an outreach.
struct Response {
  Digest incident;
  std::int64_t number = 1;
  std::optional<Position> position;  ///< none: seen, and nothing said
};
/// Somebody was called about an outreach, or could not be.
struct Attempt {
  Digest incident;
  std::int64_t number = 1;
  std::int64_t attempt = 1;  ///< its author's, counted from one for each outreach
  AttemptOutcome outcome{};
};
/// A numbered test of the line.
struct LineTest {
  std::int64_t number = 1;  ///< its author's on this line
  bool person = false;      ///< a person is asked to answer too
};
struct LineAnswer {
  StatementId test;
  std::int64_t number = 1;
  Answerer by{};
};

/// Words that `NAME`, whose channel it is, spoke on the telephone, and what it said may be done with them. Signed by the
/// intermediary alone. The attribution of its mandates is recorded or unattributed.
struct Noted {
  ParticipantId to;
  Terms terms;
};
struct Minute {
  Signal signal;
  Time spoken;
  bool read_back = false;  ///< the words were read back on the telephone
  std::vector<Noted> mandates;
};
/// The side's answer to a minute. Either one ends what was noted: after `own`, the side's signed signal stands in its place.
struct Countersignature {
  StatementId minute;
  Countersign says{};
  std::optional<StatementId> signal;  ///< of `own`: the same words under the side's own key
};
/// A telephone call that is arranged; said again under its number, it is arranged anew.
struct Call {
  Digest call;
  Time at;
  std::vector<ParticipantId> with;
  std::vector<std::string> topics;  ///< of this case
  bool cancelled = false;
};
struct Signer {
  ParticipantId participant;
  std::string name;
  bool operator==(const Signer&) const = default;
};
struct Text {
  std::string lang, text;
  bool operator==(const Text&) const = default;
};
/// One text for several to sign: the same body in the channels of all its signers. `{parties}` in a text stands for their
/// names; whose copy it is comes first.
struct Draft {
  Digest draft;             ///< random: what everybody speaks of it under
  std::int64_t number = 1;  ///< its version
  Purpose purpose{};
  std::optional<Digest> call;  ///< whose account it is
  std::vector<Signer> signers;
  std::vector<Text> texts;  ///< each language equally valid
  Disclosure disclosure{};
  std::optional<Time> embargo;  ///< public not before; only where its disclosure is public
};
/// A signer agrees to one version, in all its languages.
struct Agreement {
  Digest draft;
  std::int64_t number = 1;
  Digest text;  ///< draft_digest() of that version
};
/// A signer does not, and gives its own text.
struct Divergence {
  Digest draft;
  std::int64_t number = 1;
  Digest text;
  std::vector<Text> own;
};
/// What was printed. Title, byline and quotations follow from the document (press_report.hpp).
struct Exhibit {
  std::string document, source;
  Time published, spoken;  ///< days, by their first seconds
};
/// Ties a quotation of an exhibit to a signal and its addressee.
struct Link {
  StatementId exhibit;
  std::int64_t quotation = 1;
  StatementId signal;
  ParticipantId to;
};

using AnyBody =
    std::variant<Open, Join, Admit, Introduce, Remove, Leave, Incarnation, Signal, Mandate, Withdraw, Rendering, ApprovalOf, Refusal,
                 Decline, Dispatch, Conveyance, Receipt, Acknowledgement, Report, Disclose, AgendaVersion, Tabling, Sight, BallotOpening,
                 Stub, BallotOutcome, Ratification, Witness, Commitment, Claim, Attestation, Showing, Incident, Outreach, Reached, Response,
                 Attempt, LineTest, LineAnswer, Minute, Countersignature, Call, Draft, Agreement, Divergence, Exhibit, Link>;

/// What a statement says: one of them. Its copies are compiled in kinds.cpp alone: for so many alternatives they took every file that
/// reads this longer than all else in it.
struct Body : AnyBody {
  using AnyBody::AnyBody;
  Body() noexcept;
  Body(const Body&);
  Body(Body&&) noexcept;
  Body& operator=(const Body&);
  Body& operator=(Body&&) noexcept;
  ~Body();
};

/// The signal that a statement is: its author's, or one that was recorded. Null where it is none.
[[nodiscard]] const Signal* signal_of(const Body& body);

/// "open", "join", … as in the statement's kind.
[[nodiscard]] std::string_view kind_of(const Body& body);
[[nodiscard]] Json encode_body(const Body& body);
/// Reads the body of a statement of `kind`. Fails with Code::unknown_kind, Code::malformed, or a text code.
[[nodiscard]] Result<Body> decode_body(std::string_view kind, const Json& json);

/// What an approval covers, in one hash.
[[nodiscard]] Digest proposal_digest(const Proposal& proposal);
/// The hash of one text, for comparing sentences.
[[nodiscard]] Digest text_digest(std::string_view text);
/// H(dispatch id, salt): what ties a conveyance to its dispatch without naming it.
[[nodiscard]] Digest of_dispatch(const StatementId& dispatch, const Digest& salt);
/// The version of an agenda, by its document.
[[nodiscard]] Digest agenda_digest(std::string_view document);
/// The same for everybody who was shown the same octets.
[[nodiscard]] Digest table_digest(const Tabling& tabling);
/// A framework as it stands on this table.
[[nodiscard]] Digest framework_id(const Tabling& tabling, const Framework& framework);
/// A ballot is what its opening says: who was told something else is in another ballot.
[[nodiscard]] Digest ballot_id(const BallotOpening& opening);
/// How `commitment` is referred to under `salt`.
[[nodiscard]] Reference reference_to(const StatementId& commitment, const Digest& salt);
/// The salt under which `author` refers to others in `commitment`: another for every author and circle of readers. Readers who
/// lack what is referred to learn nothing; nor do two circles see that the same is meant.
[[nodiscard]] Digest reference_salt(const ParticipantId& author, const Commitment& commitment);
/// The same for every side that was told the same octets.
[[nodiscard]] Digest outreach_digest(const Outreach& outreach);
/// What two sides compare an outreach under.
[[nodiscard]] Digest outreach_key(const Digest& incident, std::int64_t number);
/// The same for every signer that was shown the same octets.
[[nodiscard]] Digest draft_digest(const Draft& draft);
/// What two signers compare a version under.
[[nodiscard]] Digest draft_key(const Digest& draft, std::int64_t number);
/// What a receipt says of the words that arrived: H(of, form, attribution, words).
[[nodiscard]] Digest receipt_words(const Digest& of, Form form, Attribution attribution, const Digest& words);

[[nodiscard]] Json terms_to_json(const Terms& terms);
[[nodiscard]] Json words_to_json(const Words& words);

}  // namespace offices::mediation
