using System.Data.Common;

namespace Signaling.Storage;

/// <summary>A query for one row by one key that runs with nearly every request. Connections keep it prepared.</summary>
/// <param name="Sql">With the parameter <c>@key</c>.</param>
/// <param name="Read">Makes the result of the row that the reader is at.</param>
internal sealed record KeyQuery<T>(string Sql, Func<DbDataReader, T> Read)
    where T : class;
