// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

interface Vm {
    function envString(string calldata name) external view returns (string memory);
    function readFile(string calldata path) external view returns (string memory);
    function parseJsonBytesArray(string calldata json, string calldata key) external pure returns (bytes[] memory);
    function parseJsonAddressArray(string calldata json, string calldata key) external pure returns (address[] memory);
    function startBroadcast() external;
    function stopBroadcast() external;
}

/// Sends what the benchmark has made ready: creation code with libraries and arguments written into it, then calls.
contract Deploy {
    Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_SCRIPT = true;

    function run() external {
        string memory json = vm.readFile(vm.envString("STEPS_FILE"));
        bytes[] memory data = vm.parseJsonBytesArray(json, ".data");
        address[] memory to = vm.parseJsonAddressArray(json, ".to");
        vm.startBroadcast();
        for (uint256 index = 0; index < data.length; index++) {
            bytes memory input = data[index];
            if (to[index] == address(0)) {
                address created;
                assembly {
                    created := create(0, add(input, 0x20), mload(input))
                }
                require(created != address(0), "creation failed");
            } else {
                (bool isDone, ) = to[index].call(input);
                require(isDone, "call failed");
            }
        }
        vm.stopBroadcast();
    }
}
