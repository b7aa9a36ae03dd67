// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Token {
  uint256 public immutable supply;

  constructor(uint256 supply_) {
    supply = supply_;
  }
}
