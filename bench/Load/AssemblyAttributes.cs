using System.Runtime.CompilerServices;

// Every signature that crosses into native code is blittable.
[assembly: DisableRuntimeMarshalling]
