using System.Collections.Concurrent;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace GranularSessions.Tests.Support;

/// <summary>What the OpenTelemetry SDK would export of one store. Tests run at the same time, so that each names its store.</summary>
internal sealed class RecordedTelemetry : IDisposable
{
    private const string StoreTag = "granularsessions.store.name";
    private readonly string _storeName;
    private readonly Metrics _metrics = new();
    private readonly Traces _traces = new();
    private readonly MeterProvider _meterProvider;
    private readonly TracerProvider _tracerProvider;

    public RecordedTelemetry(string storeName)
    {
        _storeName = storeName;
        _meterProvider = Sdk.CreateMeterProviderBuilder().AddMeter("GranularSessions").AddReader(new BaseExportingMetricReader(_metrics)).Build();
        _tracerProvider = Sdk.CreateTracerProviderBuilder().AddSource("GranularSessions", "Microsoft.AspNetCore").AddProcessor(new SimpleActivityExportProcessor(_traces)).Build();
    }

    public IReadOnlyList<Activity> Activities => [.. _traces.Ended.Where(activity => activity.GetTagItem(StoreTag) as string == _storeName)];

    /// <summary>All that was measured so far.</summary>
    public IReadOnlyList<Measured> Measurements
    {
        get
        {
            _meterProvider.ForceFlush();
            return [.. _metrics.Latest.Where(measured => measured.Tags.GetValueOrDefault(StoreTag) == _storeName)];
        }
    }

    /// <summary>How often something was measured, with tags of these values among others.</summary>
    public double CountOf(string metric, params string[] tagValues)
        => Measurements.Where(measured => measured.Metric == metric && tagValues.All(value => measured.Tags.Values.Contains(value))).Sum(measured => measured.Value);

    public void Dispose()
    {
        _meterProvider.Dispose();
        _tracerProvider.Dispose();
    }

    /// <param name="Metric">The metric's name.</param>
    /// <param name="Unit">The metric's unit.</param>
    /// <param name="Value">A counter's sum, or how many durations were recorded.</param>
    /// <param name="Tags">The tags.</param>
    internal sealed record Measured(string Metric, string Unit, double Value, IReadOnlyDictionary<string, string?> Tags)
    {
        public override string ToString() => $"{Metric} {Unit} {string.Join(' ', Tags)}";
    }

    private sealed class Metrics : BaseExporter<Metric>
    {
        public IReadOnlyList<Measured> Latest { get; private set; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var measured = new List<Measured>();
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var tags = new Dictionary<string, string?>();
                    foreach (var tag in point.Tags)
                    {
                        tags.Add(tag.Key, tag.Value?.ToString());
                    }

                    var value = metric.MetricType == MetricType.Histogram ? point.GetHistogramCount() : point.GetSumLong();
                    measured.Add(new(metric.Name, metric.Unit, value, tags));
                }
            }

            Latest = measured;
            return ExportResult.Success;
        }
    }

    private sealed class Traces : BaseExporter<Activity>
    {
        public ConcurrentQueue<Activity> Ended { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                Ended.Enqueue(activity);
            }

            return ExportResult.Success;
        }
    }
}
