// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract Oracle {
  address public immutable registry;
  address public router;

  constructor(address registry_) {
    registry = registry_;
  }

  function setRouter(address router_) external {
    router = router_;
  }
}
