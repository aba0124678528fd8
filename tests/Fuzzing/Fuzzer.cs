using System.Runtime.ExceptionServices;

namespace Fuzzing;

/// <summary>
/// Feeds mutated inputs to a target and fails on any exception, any byte written outside the input, any allocation (unless allowed), and
/// an input that never comes to an end.
/// </summary>
public static class Fuzzer
{
    private const int CanaryLength = 64;
    private const byte Canary = 0xA5;

    // Compiling on the first calls, and types initialized then, may allocate.
    private const int WarmUpIterations = 200;

    // Only a hang keeps one input for so long, however busy the machine is.
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(60);

    /// <summary>Fuzzes a target as the environment asks for.</summary>
    /// <exception cref="FuzzFailureException">The target failed.</exception>
    public static void Run(string name, IReadOnlyList<byte[]> corpus, FuzzTarget target) =>
        Run(name, corpus, target, FuzzOptions.FromEnvironment());

    /// <summary>Fuzzes a target.</summary>
    /// <param name="name">Names the target in failures.</param>
    /// <param name="corpus">Valid inputs, at least one.</param>
    /// <param name="target">The code under test.</param>
    /// <param name="options">How long, from which seed, and how strictly.</param>
    /// <exception cref="FuzzFailureException">The target failed.</exception>
    public static void Run(string name, IReadOnlyList<byte[]> corpus, FuzzTarget target, FuzzOptions options)
    {
        var run = new State(name, target, options, new Mutator(corpus, options.Seed));
        var thread = new Thread(run.Loop) { IsBackground = true, Name = $"fuzz {name}" };
        thread.Start();
        int before = -1;
        while (!thread.Join(HangLimit))
        {
            if (run.Iteration == before)
            {
                throw run.Failure($"no answer within {HangLimit.TotalSeconds} s.", null);
            }

            before = run.Iteration;
        }

        run.Error?.Throw();
    }

    private sealed class State(string name, FuzzTarget target, FuzzOptions options, Mutator mutator)
    {
        private volatile byte[] _input = [];
        private volatile int _iteration;

        public int Iteration => _iteration;

        public ExceptionDispatchInfo? Error { get; private set; }

        public void Loop()
        {
            try
            {
                for (int i = 0; i < options.Iterations; i++)
                {
                    _input = mutator.Next();
                    _iteration = i;
                    Try(_input);
                }
            }
            catch (FuzzFailureException failure)
            {
                Error = ExceptionDispatchInfo.Capture(failure);
            }
        }

        public FuzzFailureException Failure(string what, Exception? inner) => new(name, options, _iteration, _input, what, inner);

        private void Try(byte[] input)
        {
            byte[] buffer = new byte[input.Length + (2 * CanaryLength)];
            buffer.AsSpan().Fill(Canary);
            input.CopyTo(buffer, CanaryLength);
            Span<byte> window = buffer.AsSpan(CanaryLength, input.Length);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                target(window);
            }
            catch (Exception e) when (e is not FuzzFailureException)
            {
                throw Failure($"{e.GetType().Name}: {e.Message}", e);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated != 0 && !options.MayAllocate && _iteration >= WarmUpIterations)
            {
                throw Failure($"{allocated} bytes allocated.", null);
            }

            if (buffer.AsSpan(0, CanaryLength).ContainsAnyExcept(Canary)
                || buffer.AsSpan(CanaryLength + input.Length).ContainsAnyExcept(Canary))
            {
                throw Failure("wrote outside its input.", null);
            }
        }
    }
}
