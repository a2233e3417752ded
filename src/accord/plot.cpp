// SPDX-License-Identifier: Apache-2.0
#include "accord/plot.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace offices::accord {
namespace {

constexpr double width = 720, height = 620, left = 80, right = 30, top = 30, bottom = 150;
constexpr std::size_t drawn_points_max = 3'000;

std::string number(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", v);
  return text;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '&') out += "&amp;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

class Picture {
 public:
  Picture(const Answer& answer, const std::vector<Outcome>& packages) : answer_(answer) {
    for (const auto& p : packages)
      packages_.push_back({approximate(utility(answer.scenario.sides[0], p)), approximate(utility(answer.scenario.sides[1], p))});
    for (std::size_t s = 0; s < 2; ++s) span(s);
  }

  std::string draw() {
    out_ =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 620\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n"
        "<title>Pareto frontier of " +
        escaped(answer_.scenario.sides[0].name) + " and " + escaped(answer_.scenario.sides[1].name) +
        "</title>\n"
        "<rect width=\"720\" height=\"620\" fill=\"#fff\"/>\n";
    axes();
    zopa();
    frontier();
    marks();
    legend();
    return out_ + "</svg>\n";
  }

 private:
  struct Spot {
    double u[2];
  };

  void span(std::size_t s) {
    double low = approximate(answer_.disagreement[s]), high = approximate(answer_.highest[s]);
    for (std::size_t p = 0; p < answer_.frontier.size(); ++p) low = std::min(low, answer_.frontier.rough(p, s));
    for (const auto& p : packages_) {
      low = std::min(low, p.u[s]);
      high = std::max(high, p.u[s]);
    }
    double margin = (high - low) * 0.04 + 1e-9;
    low_[s] = low - margin;
    high_[s] = high + margin;
  }
  [[nodiscard]] double x(double u) const { return left + (u - low_[0]) / (high_[0] - low_[0]) * (width - left - right); }
  [[nodiscard]] double y(double u) const { return height - bottom - (u - low_[1]) / (high_[1] - low_[1]) * (height - top - bottom); }

  void line(double x1, double y1, double x2, double y2, const char* style) {
    out_ +=
        "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) + "\" " + style + "/>\n";
  }
  void text(double x1, double y1, const std::string& words, const char* style = "") {
    out_ += "<text x=\"" + number(x1) + "\" y=\"" + number(y1) + "\" " + style + ">" + escaped(words) + "</text>\n";
  }

  static double step_of(double range) {
    double magnitude = std::pow(10, std::floor(std::log10(range)));
    for (double m : {0.1, 0.2, 0.5, 1.0})
      if (range / (magnitude * m) <= 7) return magnitude * m;
    return magnitude * 2;
  }

  void axes() {
    const char* thin = "stroke=\"#ccc\" stroke-width=\"1\"";
    for (std::size_t s = 0; s < 2; ++s) {
      double step = step_of(high_[s] - low_[s]);
      for (double v = std::ceil(low_[s] / step) * step; v <= high_[s]; v += step) {
        char label[32];
        std::snprintf(label, sizeof label, "%.4g", std::abs(v) < step / 1e6 ? 0.0 : v);
        if (s == 0) {
          line(x(v), top, x(v), height - bottom, thin);
          text(x(v), height - bottom + 18, label, "text-anchor=\"middle\"");
        } else {
          line(left, y(v), width - right, y(v), thin);
          text(left - 8, y(v) + 4, label, "text-anchor=\"end\"");
        }
      }
    }
    text((left + width - right) / 2, height - bottom + 40, "utility of " + answer_.scenario.sides[0].name, "text-anchor=\"middle\"");
    out_ += "<text transform=\"translate(20 " + number((top + height - bottom) / 2) + ") rotate(-90)\" text-anchor=\"middle\">utility of " +
            escaped(answer_.scenario.sides[1].name) + "</text>\n";
  }

  void zopa() {
    double dx = x(approximate(answer_.disagreement[0])), dy = y(approximate(answer_.disagreement[1]));
    const char* dashes = "stroke=\"#555\" stroke-width=\"1\" stroke-dasharray=\"5 4\"";
    line(dx, top, dx, dy, dashes);
    line(dx, dy, width - right, dy, dashes);
    out_ += "<path d=\"M" + number(dx - 6) + " " + number(dy - 6) +
            "l12 12m0 -12l-12 12\" stroke=\"#000\" stroke-width=\"2.5\" fill=\"none\"/>\n";
  }

  void frontier() {
    std::size_t n = answer_.frontier.size(), every = std::max<std::size_t>(1, n / drawn_points_max);
    std::string path;
    for (std::size_t p = 0; p < n; p += every)
      path += number(x(answer_.frontier.rough(p, 0))) + "," + number(y(answer_.frontier.rough(p, 1))) + " ";
    out_ += "<polyline points=\"" + path + "\" fill=\"none\" stroke=\"#999\" stroke-width=\"1\"/>\n";
    for (std::size_t p = 0; p < n && n <= 400; ++p)
      out_ += "<circle cx=\"" + number(x(answer_.frontier.rough(p, 0))) + "\" cy=\"" + number(y(answer_.frontier.rough(p, 1))) +
              "\" r=\"2.2\" fill=\"#333\"/>\n";
  }

  /// Shape 0 circle, 1 square, 2 triangle, 3 diamond: told apart by outline alone.
  void shape(int kind, double cx, double cy) {
    const char* style = "\" fill=\"none\" stroke=\"#000\" stroke-width=\"2\"/>\n";
    if (kind == 0) {
      out_ += "<circle cx=\"" + number(cx) + "\" cy=\"" + number(cy) + "\" r=\"7" + style;
      return;
    }
    const char* paths[] = {"", "m-10 -10h20v20h-20z", "m0 -14l13 22h-26z", "m0 -17l17 17l-17 17l-17 -17z"};
    out_ += "<path d=\"M" + number(cx) + " " + number(cy) + paths[kind] + style;
  }

  [[nodiscard]] const Solution& solution(int kind) const {
    const auto& s = answer_.solutions;
    return kind == 0 ? s.nash : kind == 1 ? s.kalai_smorodinsky : kind == 2 ? s.egalitarian : s.utilitarian;
  }

  void marks() {
    for (int kind = 3; kind >= 0; --kind)
      for (auto p : solution(kind).points) shape(kind, x(answer_.frontier.rough(p, 0)), y(answer_.frontier.rough(p, 1)));
    for (std::size_t i = 0; i < packages_.size(); ++i) {
      double px = x(packages_[i].u[0]), py = y(packages_[i].u[1]);
      out_ += "<path d=\"M" + number(px - 7) + " " + number(py) + "h14m-7 -7v14\" stroke=\"#000\" stroke-width=\"2.5\" fill=\"none\"/>\n";
      // A package lies below the frontier or on it: to its left nothing is in the way but the solution that it may be.
      auto name = "package " + std::to_string(i + 1);
      constexpr double room = 120;
      if (px > left + room) text(px - 22, py + 5, name, "text-anchor=\"end\"");
      else text(px + 22, py - 7, name);
    }
  }

  void legend() {
    const char* names[] = {"Nash", "Kalai–Smorodinsky", "egalitarian", "utilitarian"};
    const double columns[] = {0, 110, 310, 460};
    double y0 = height - 80;
    for (int kind = 0; kind < 4; ++kind) {
      double cx = left + 20 + columns[kind];
      shape(kind, cx, y0);
      text(cx + 24, y0 + 5, names[kind]);
    }
    out_ += "<path d=\"M" + number(left + 14) + " " + number(y0 + 34) +
            "l12 12m0 -12l-12 12\" stroke=\"#000\" stroke-width=\"2.5\" fill=\"none\"/>\n";
    text(left + 44, y0 + 45, "disagreement point; dashed: what each side must at least get");
    std::string size = "frontier: " + std::to_string(answer_.frontier.size()) + " points";
    text(width - right, y0 + 45, size + (answer_.frontier.exact ? "" : " (approximate)"), "text-anchor=\"end\"");
  }

  const Answer& answer_;
  std::vector<Spot> packages_;
  double low_[2] = {0, 0}, high_[2] = {1, 1};
  std::string out_;
};

}  // namespace

Result<std::string> plot_svg(const Answer& answer, const std::vector<Outcome>& packages) {
  if (answer.scenario.sides.size() != 2) return fail(Code::usage, "a picture needs exactly two sides");
  if (answer.frontier.size() == 0) return fail(Code::not_found, "there is no point to draw");
  return Picture(answer, packages).draw();
}

}  // namespace offices::accord
