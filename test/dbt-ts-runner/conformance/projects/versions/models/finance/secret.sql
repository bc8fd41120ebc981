{{ config(access='private') }} select * from {{ ref('versions', 'accounts', v='2') }}
