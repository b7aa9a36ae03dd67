// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

import './Codec.sol';
import './Curve.sol';

contract Pool1 {
  address public immutable token;

  constructor(address token_) {
    token = token_;
  }

  function price(uint256 a) external pure returns (uint256) {
    return Curve.price(a);
  }
}

contract Pool2 {
  address public immutable token;
  address public immutable oracle;

  constructor(address token_, address oracle_) {
    token = token_;
    oracle = oracle_;
  }

  function price(uint256 a) external pure returns (bytes memory) {
    return Codec.pack(Curve.price(a));
  }
}

contract Pool3 {
  address public immutable registry;

  constructor(address registry_) {
    registry = registry_;
  }
}

contract Factory {
  address[] public pools;

  constructor(address[] memory pools_) {
    pools = pools_;
  }
}
