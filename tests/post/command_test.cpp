// SPDX-License-Identifier: Apache-2.0
// Commands of the user's as real processes.
#include "post/command.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace offices::post {
namespace {

namespace fs = std::filesystem;

class Commands : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "commandXXXXXX").string();
    dir = ::mkdtemp(name.data());
  }
  void TearDown() override { fs::remove_all(dir); }

  CommandEnd run(const std::string& script, std::chrono::milliseconds most = command_most, std::map<std::string, std::string> told = {}) {
    return run_words({"/bin/sh", "-c", "cd " + dir.string() + "; " + script}, most, std::move(told));
  }
  CommandEnd run_words(Command command, std::chrono::milliseconds most = command_most, std::map<std::string, std::string> told = {}) {
    boost::asio::io_context io;
    bool stop = false;
    auto end = boost::asio::co_spawn(io, run_command(io, std::move(command), std::move(told), most, stop), boost::asio::use_future);
    io.run();
    return end.get();
  }
  std::string read(const char* file) {
    std::ifstream in(dir / file);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  fs::path dir;
};

TEST_F(Commands, EndAsTheyEnd) {
  EXPECT_TRUE(run("true").well);
  EXPECT_EQ(run("exit 3").how, "exit 3");
  EXPECT_EQ(run("kill -9 $$").how, "signal 9");
  EXPECT_TRUE(run_words({"/nowhere/page"}).how.starts_with("not started"));
  EXPECT_FALSE(run_words({"/nowhere/page"}).well);
}

TEST_F(Commands, AreToldWhatTheyAreToldAndNothingOfThePost) {
  ::setenv("GOODOFFICES_PASSPHRASE_FILE", "/secret", 1);
  EXPECT_TRUE(run("env > env; ls -l /proc/self/fd | wc -l > open; cat > read", command_most, {{"GOODOFFICES_PRECEDENCE", "FLASH"}}).well);
  ::unsetenv("GOODOFFICES_PASSPHRASE_FILE");
  auto env = read("env");
  EXPECT_NE(env.find("GOODOFFICES_PRECEDENCE=FLASH\n"), std::string::npos);
  EXPECT_EQ(env.find("PASSPHRASE"), std::string::npos);
  EXPECT_EQ(read("read"), "") << "there is nothing to read, and it does not wait for it";
}

TEST_F(Commands, HaveNoFileOfThePostOpen) {
  std::ofstream held(dir / "held");
  int fd = ::open((dir / "held").c_str(), O_RDWR);  // as a library opens one, without close-on-exec
  EXPECT_TRUE(run("ls -l /proc/$$/fd > fds").well);
  ::close(fd);
  EXPECT_EQ(read("fds").find("held"), std::string::npos) << read("fds");
}

TEST_F(Commands, AreStoppedWithTheirChildrenWhereTheyHang) {
  auto end = run("sleep 1000 & echo $! > child; sleep 1000", std::chrono::milliseconds(300));
  EXPECT_FALSE(end.well);
  EXPECT_TRUE(end.how.starts_with("stopped after"));
  auto child = std::stoi(read("child"));
  for (int n = 0; n < 100 && ::kill(child, 0) == 0; ++n) ::usleep(20'000);
  std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
  std::string state;
  stat >> state >> state >> state;
  EXPECT_TRUE(::kill(child, 0) != 0 || state == "Z") << "what a command leaves behind does not go on";
}

}  // namespace
}  // namespace offices::post
