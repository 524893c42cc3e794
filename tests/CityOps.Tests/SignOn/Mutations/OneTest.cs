using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CityOps.Tests.SignOn.Mutations;

/// <summary>Runs one test method as the framework would: class, fixture, beginning, every row, end.</summary>
internal static class OneTest
{
    /// <summary>The first failure; null when every row passes.</summary>
    /// <param name="row">Part of the first value of the rows to run; empty for all.</param>
    public static async Task<Exception?> FailureOfAsync(string type, string method, string row)
    {
        var found = Assembly.GetExecutingAssembly().GetTypes().Single(one => one.Name == type);
        var test = found.GetMethod(method) ?? throw new InvalidOperationException($"{type} has no {method}");
        var data = test.GetCustomAttributes<DataAttribute>().SelectMany(attribute => attribute.GetData(test)).ToList();
        var rows = data.Count == 0 ? [[]] : data.Where(values => row.Length == 0 || values.Any(value => value?.ToString()?.Contains(row, StringComparison.Ordinal) == true)).ToList();
        Assert.True(rows.Count > 0, $"{type}.{method} has no row with '{row}'");
        foreach (var values in rows)
        {
            if (await FailureOfAsync(found, test, values) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private static async Task<Exception?> FailureOfAsync(Type type, MethodInfo test, object?[] values)
    {
        var opened = new List<object>();
        try
        {
            var parameters = type.GetConstructors().Single().GetParameters();
            foreach (var parameter in parameters)
            {
                opened.Add(parameter.ParameterType == typeof(ITestOutputHelper) ? new Silence() : await BegunAsync(Activator.CreateInstance(parameter.ParameterType)!));
            }

            var instance = Activator.CreateInstance(type, [.. opened])!;
            opened.Add(instance);
            await BegunAsync(instance);
            if (test.Invoke(instance, Padded(test, values)) is Task running)
            {
                await running;
            }

            return null;
        }
        catch (TargetInvocationException fault)
        {
            return fault.InnerException ?? fault;
        }
        catch (Exception fault)
        {
            return fault;
        }
        finally
        {
            opened.Reverse();
            await EndedAsync(opened);
        }
    }

    // What a test without its guard leaves behind may be broken; only what the test itself said counts.
    private static async Task EndedAsync(IEnumerable<object> opened)
    {
        foreach (var one in opened)
        {
            await Record.ExceptionAsync(async () =>
            {
                if (one is IAsyncLifetime lifetime)
                {
                    await lifetime.DisposeAsync();
                }
                else if (one is IAsyncDisposable later)
                {
                    await later.DisposeAsync();
                }
                else
                {
                    (one as IDisposable)?.Dispose();
                }
            });
        }
    }

    private static async Task<object> BegunAsync(object one)
    {
        if (one is IAsyncLifetime lifetime)
        {
            await lifetime.InitializeAsync();
        }

        return one;
    }

    private static object?[] Padded(MethodInfo test, object?[] values) =>
        [.. values, .. test.GetParameters().Skip(values.Length).Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)];

    private sealed class Silence : ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
