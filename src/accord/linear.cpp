// SPDX-License-Identifier: Apache-2.0
#include "accord/linear.hpp"

#include <glpk.h>

#include <algorithm>
#include <climits>
#include <csetjmp>
#include <map>

namespace offices::accord {
namespace {

constexpr int iterations_max = 200'000;
constexpr double tolerance = 1e-9;

// The library keeps its environment per thread.
thread_local std::size_t programs_alive = 0;
thread_local unsigned environment = 0;  // counts environments; a program of an earlier one is gone

/// Calls `work`, which holds nothing that needs a destructor. An internal error of the library, which otherwise aborts
/// the process, jumps out of it and leaves nothing but the environment to free.
int guarded(int (*work)(void*), void* with) {
  static thread_local std::jmp_buf out;
  if (setjmp(out) != 0) {
    glp_error_hook(nullptr, nullptr);
    glp_free_env();
    ++environment;
    return -1;
  }
  glp_error_hook([](void* to) { std::longjmp(*static_cast<std::jmp_buf*>(to), 1); }, &out);
  int code = work(with);
  glp_error_hook(nullptr, nullptr);
  return code;
}

struct Call {
  glp_prob* program = nullptr;
  int nodes = 0;  ///< left
};

int simplex(void* with) {
  auto* call = static_cast<Call*>(with);
  glp_smcp how;
  glp_init_smcp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.meth = GLP_DUALP;
  how.it_lim = iterations_max;
  how.tol_bnd = tolerance;
  how.tol_dj = tolerance;
  int code = glp_simplex(call->program, &how);
  if (code != GLP_EBADB && code != GLP_ESING && code != GLP_ECOND && code != GLP_EFAIL) return code;
  glp_adv_basis(call->program, 0);
  how.meth = GLP_PRIMAL;
  return glp_simplex(call->program, &how);
}

int branch(void* with) {
  auto* call = static_cast<Call*>(with);
  int code = simplex(with);
  if (code != 0 || glp_get_status(call->program) != GLP_OPT) return code;
  glp_iocp how;
  glp_init_iocp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.tol_int = tolerance;  // a binary that is a little open would let in what it should keep out
  how.tol_obj = tolerance;
  how.cb_info = call;
  how.cb_func = [](glp_tree* tree, void* info) {
    if (glp_ios_reason(tree) == GLP_ISELECT && --static_cast<Call*>(info)->nodes < 0) glp_ios_terminate(tree);
  };
  return glp_intopt(call->program, &how);
}

std::unexpected<Error> gave_up() { return fail(Code::limit_reached, "a linear program could not be solved"); }

int kind_of(double low, double high) {
  if (low == -unbounded) return high == unbounded ? GLP_FR : GLP_UP;
  if (high == unbounded) return GLP_LO;
  return low == high ? GLP_FX : GLP_DB;
}

/// Entries as the library wants them: each column once, counted from 1, zeros left out.
struct Entries {
  explicit Entries(const Linear& entries) {
    std::map<std::size_t, double> sums;
    for (const auto& [column, v] : entries) sums[column] += v;
    for (const auto& [column, v] : sums) {
      if (v == 0) continue;
      index.push_back(static_cast<int>(column) + 1);
      value.push_back(v);
    }
  }
  [[nodiscard]] int size() const { return static_cast<int>(index.size()) - 1; }
  std::vector<int> index{0};
  std::vector<double> value{0};
};

}  // namespace

struct LinearProgram::Body {
  Body() {
    ++programs_alive;
    glp_term_out(GLP_OFF);
    born = environment;
    program = glp_create_prob();
    glp_set_obj_dir(program, GLP_MAX);
  }
  ~Body() {
    if (alive()) glp_delete_prob(program);
    if (--programs_alive == 0) glp_free_env();
  }
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  [[nodiscard]] bool alive() const { return born == environment; }
  void objective(const Linear& wanted) const {
    for (int j = 1; j <= glp_get_num_cols(program); ++j) glp_set_obj_coef(program, j, 0);
    Entries entries(wanted);
    for (int e = 1; e <= entries.size(); ++e) {
      auto at = static_cast<std::size_t>(e);
      glp_set_obj_coef(program, entries.index[at], entries.value[at]);
    }
  }

  glp_prob* program = nullptr;
  unsigned born = 0;
};

LinearProgram::LinearProgram() : body_(std::make_unique<Body>()) {}
LinearProgram::LinearProgram(LinearProgram&&) noexcept = default;
LinearProgram& LinearProgram::operator=(LinearProgram&&) noexcept = default;
LinearProgram::~LinearProgram() = default;

std::size_t LinearProgram::column(double low, double high) {
  if (!body_->alive()) return 0;
  int at = glp_add_cols(body_->program, 1);
  glp_set_col_bnds(body_->program, at, kind_of(low, high), low, high);
  return static_cast<std::size_t>(at) - 1;
}

std::size_t LinearProgram::binary() {
  auto at = column(0, 1);
  if (body_->alive()) glp_set_col_kind(body_->program, static_cast<int>(at) + 1, GLP_BV);
  return at;
}

std::size_t LinearProgram::row(const Linear& entries, double low, double high) {
  if (!body_->alive()) return 0;
  auto at = static_cast<std::size_t>(glp_add_rows(body_->program, 1)) - 1;
  set_row(at, entries);
  bound_row(at, low, high);
  return at;
}

void LinearProgram::set_row(std::size_t row, const Linear& wanted) {
  if (!body_->alive()) return;
  Entries entries(wanted);
  glp_set_mat_row(body_->program, static_cast<int>(row) + 1, entries.size(), entries.index.data(), entries.value.data());
}

void LinearProgram::bound_row(std::size_t row, double low, double high) {
  if (body_->alive()) glp_set_row_bnds(body_->program, static_cast<int>(row) + 1, kind_of(low, high), low, high);
}

void LinearProgram::bound_column(std::size_t column, double low, double high) {
  if (body_->alive()) glp_set_col_bnds(body_->program, static_cast<int>(column) + 1, kind_of(low, high), low, high);
}

Result<LinearProgram::Solved> LinearProgram::maximise(const Linear& objective) {
  if (!body_->alive()) return gave_up();
  body_->objective(objective);
  Call call{body_->program, 0};
  if (guarded(simplex, &call) != 0) return gave_up();
  int status = glp_get_status(body_->program);
  if (status == GLP_NOFEAS) return Solved{};
  if (status != GLP_OPT) return gave_up();
  Solved out{true, glp_get_obj_val(body_->program), {}};
  for (int j = 1; j <= glp_get_num_cols(body_->program); ++j) out.columns.push_back(glp_get_col_prim(body_->program, j));
  return out;
}

Result<LinearProgram::Solved> LinearProgram::maximise_whole(const Linear& objective, int nodes) {
  if (!body_->alive()) return gave_up();
  body_->objective(objective);
  Call call{body_->program, nodes};
  if (guarded(branch, &call) != 0) return gave_up();
  if (glp_get_status(body_->program) == GLP_NOFEAS) return Solved{};
  int status = glp_mip_status(body_->program);
  if (status == GLP_NOFEAS) return Solved{};
  if (status != GLP_OPT) return gave_up();
  Solved out{true, glp_mip_obj_val(body_->program), {}};
  for (int j = 1; j <= glp_get_num_cols(body_->program); ++j) out.columns.push_back(glp_mip_col_val(body_->program, j));
  return out;
}

}  // namespace offices::accord
