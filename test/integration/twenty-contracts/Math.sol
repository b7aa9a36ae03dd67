// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

library Math {
  function twice(uint256 a) external pure returns (uint256) {
    return a * 2;
  }
}
