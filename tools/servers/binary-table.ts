/** What is built from `tools/go/<name>`: the module pins the version, this table says which programs come out and how. */
export interface BinarySet {
  /** Program → package, as the module's `tool` lines name them. */
  readonly programs: Readonly<Record<string, string>>;
  /** The module whose version the programs report, and the variables they read it from. */
  readonly versionOf?: {
    readonly module: string;
    readonly variables: (version: string) => Readonly<Record<string, string>>;
  };
  /** For the linker, beside what every build has. */
  readonly linkerFlags?: readonly string[];
  /** On two cores, with nothing in any cache: only ever shown, never waited for. */
  readonly usuallySeconds: number;
}

const kubernetesCommand = (name: string) => `k8s.io/kubernetes/cmd/${name}`;

/** Without these they call themselves v0.0.0-master, and clients compare that. */
const kubernetesVersion = {
  module: 'k8s.io/kubernetes',
  variables: (version: string) => {
    const [major = '', minor = ''] = version.slice(1).split('.');
    const place = 'k8s.io/component-base/version';
    return {
      [`${place}.gitVersion`]: version,
      [`${place}.gitMajor`]: major,
      [`${place}.gitMinor`]: minor,
      [`${place}.gitTreeState`]: 'clean',
    };
  },
};

export const binarySets = {
  'fake-gcs-server': { programs: { 'fake-gcs-server': 'github.com/fsouza/fake-gcs-server' }, usuallySeconds: 40 },
  etcd: { programs: { etcd: 'go.etcd.io/etcd/server/v3' }, usuallySeconds: 30 },
  kubernetes: {
    // One build for all four: they share most of their packages, and the links overlap.
    programs: {
      'kube-apiserver': kubernetesCommand('kube-apiserver'),
      'kube-controller-manager': kubernetesCommand('kube-controller-manager'),
      'kube-scheduler': kubernetesCommand('kube-scheduler'),
      kubelet: kubernetesCommand('kubelet'),
    },
    versionOf: kubernetesVersion,
    usuallySeconds: 240,
  },
  // Peers of the roll-out benchmark, built for it alone. Not with the others of its module: they would all be built anew.
  kubectl: {
    programs: { kubectl: kubernetesCommand('kubectl') },
    versionOf: kubernetesVersion,
    usuallySeconds: 60,
  },
  helm: {
    programs: { helm: 'helm.sh/helm/v4/cmd/helm' },
    versionOf: {
      module: 'helm.sh/helm/v4',
      variables: (version) => ({ 'helm.sh/helm/v4/internal/version.version': version }),
    },
    usuallySeconds: 135,
  },
  act: {
    programs: { act: 'github.com/nektos/act' },
    versionOf: { module: 'github.com/nektos/act', variables: (version) => ({ 'main.version': version.slice(1) }) },
    usuallySeconds: 25,
  },
  actionlint: {
    programs: { actionlint: 'github.com/rhysd/actionlint/cmd/actionlint' },
    versionOf: {
      module: 'github.com/rhysd/actionlint',
      variables: (version) => ({ 'github.com/rhysd/actionlint.version': version.slice(1) }),
    },
    usuallySeconds: 5,
  },
  coredns: { programs: { coredns: 'github.com/coredns/coredns' }, usuallySeconds: 95 },
  kwok: {
    programs: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' },
    versionOf: {
      module: 'sigs.k8s.io/kwok',
      variables: (version) => ({ 'sigs.k8s.io/kwok/pkg/consts.Version': version }),
    },
    usuallySeconds: 60,
  },
  geth: { programs: { geth: 'github.com/ethereum/go-ethereum/cmd/geth' }, usuallySeconds: 75 },
  // The last one whose blocks a signer may make, as private networks had it (Clique).
  'geth-clique': {
    programs: { 'geth-clique': 'github.com/ethereum/go-ethereum/cmd/geth' },
    // It reaches into Go's own library by a way that newer linkers refuse.
    linkerFlags: ['-checklinkname=0'],
    usuallySeconds: 75,
  },
} as const satisfies Record<string, BinarySet>;

export type BinarySetName = keyof typeof binarySets;
