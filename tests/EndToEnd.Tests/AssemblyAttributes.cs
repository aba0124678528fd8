// One test at a time: browsers, builds and servers beside each other would measure the machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
