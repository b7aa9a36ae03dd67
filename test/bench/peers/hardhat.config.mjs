import hardhatIgnition from '@nomicfoundation/hardhat-ignition';

export default {
  plugins: [hardhatIgnition],
  networks: {
    bench: {
      type: 'http',
      chainId: Number(process.env.CHAIN_ID),
      url: process.env.RPC_URL,
      accounts: [process.env.PRIVATE_KEY],
    },
  },
  // Every tool waits for one confirmation here; Ignition's default is five, once for each level of dependencies.
  ignition: { requiredConfirmations: 1 },
};
