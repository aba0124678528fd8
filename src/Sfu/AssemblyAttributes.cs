using System.Runtime.CompilerServices;

// Every signature that crosses into native code is blittable, so nothing may be marshalled behind our back.
[assembly: DisableRuntimeMarshalling]
