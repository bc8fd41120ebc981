{{ config(tags=['in_sql'], meta={'owner': 'sql'}) }}
select '{{ this.identifier }}' as name, '{{ env_var("CONFORMANCE_REGION") }}' as env,
  '{{ env_var("CONFORMANCE_ABSENT", "standard") }}' as absent,
  '{{ var("absent", "none") }}' as missing, {{ 1 if var('nested').flag else 0 }} as flag,
  '{{ target.schema }}|{{ target.name }}|{{ target.type }}|{{ target.threads }}|{{ model.config.alias }}' as target
