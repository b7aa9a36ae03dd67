#!/bin/sh
# Process 1 of a node's own process and mount namespaces: pods-node.sh BRIDGE ADDRESS FOLDER CONTROL-GROUP CONFIGURATION
#
# Everything a pod is made of lives in these namespaces (shims, containers, mounts, and the mounts that hold network
# namespaces), so that the end of this process, by whatever signal, is the end of all of it. Only the bridge and the
# control groups stay; pods-cleanup.ts removes them.
set -e
bridge=$1 address=$2 folder=$3 group=$4 configuration=$5

# What containerd, the network plugins and kubelet keep at fixed places goes to memory.
mount --make-rshared /
for place in /run/containerd /var/lib/cni /var/log/containers; do
  mkdir -p "$place"
  mount -t tmpfs none "$place"
done

# kubelet would set these for the whole machine; it is shown that they are set already.
show_as() {
  [ -e "/proc/sys/$1" ] || return 0
  file=$folder/$(echo "$1" | tr / -)
  echo "$2" > "$file"
  mount --bind "$file" "/proc/sys/$1"
}
show_as vm/overcommit_memory 1
show_as vm/panic_on_oom 0
show_as kernel/panic 10
show_as kernel/panic_on_oops 1
show_as kernel/keys/root_maxkeys 1000000
show_as kernel/keys/root_maxbytes 25000000

# A control group of our own, in the one hierarchy (version 2) or in each of them (version 1).
groups=/sys/fs/cgroup
if [ -e $groups/cgroup.controllers ]; then
  for controller in $(cat $groups/cgroup.controllers); do
    echo "+$controller" > $groups/cgroup.subtree_control 2> /dev/null || true
  done
  mkdir -p "$groups/$group"
else
  for hierarchy in $groups/*/; do
    if [ -e "$hierarchy/cgroup.procs" ]; then mkdir -p "$hierarchy/$group"; fi
  done
  # A new cpuset has no processors and takes no process until it is given some.
  for file in cpuset.cpus cpuset.mems; do
    if [ -e "$groups/cpuset/$file" ]; then cat "$groups/cpuset/$file" > "$groups/cpuset/$group/$file"; fi
  done
fi

ip link add "$bridge" type bridge
ip address add "$address/24" dev "$bridge"
ip link set "$bridge" up

# Not exec: this shell reaps what shims leave to process 1.
containerd --config "$configuration" &
wait $!
