// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

contract RouterImpl {
  uint256 public immutable fee;
  address public factory;
  address public registry;

  constructor(uint256 fee_) {
    fee = fee_;
  }

  function initialize(address factory_, address registry_) external {
    require(factory == address(0), 'initialized already');
    factory = factory_;
    registry = registry_;
  }
}

contract Router {
  address public immutable implementation;

  constructor(address implementation_, bytes memory data) {
    implementation = implementation_;
    (bool isDone, ) = implementation_.delegatecall(data);
    require(isDone, 'initialization failed');
  }
}

contract Statistics {
  address public immutable router;

  constructor(address router_) {
    router = router_;
  }
}
