// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

library Codec {
  function pack(uint256 a) external pure returns (bytes memory) {
    return abi.encode(a);
  }
}
